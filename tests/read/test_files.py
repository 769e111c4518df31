import os
from pathlib import Path

from kg.config import load
from kg.document import Document
from kg.read import read

from .conftest import ENGLISH, GERMAN


def ids(*paths: Path) -> list[str]:
    return [item.id if isinstance(item, Document) else str(item) for item in read(paths, load())]


def fill(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{name}: {ENGLISH}")


def test_folders_are_walked_in_sorted_order_and_ids_are_paths_below_them(tmp_path: Path) -> None:
    fill(tmp_path, "b/z.txt", "b/a.v2.md", "a.txt", "c.TXT", "b/c/d.txt")
    assert ids(tmp_path) == ["a", "b/a.v2", "b/c/d", "b/z", "c"]


def test_files_are_read_in_the_order_given_and_named_by_their_stem(tmp_path: Path) -> None:
    fill(tmp_path, "b/z.txt", "a.txt")
    assert ids(tmp_path / "b" / "z.txt", tmp_path / "a.txt") == ["z", "a"]


def test_hidden_files_readmes_and_gold_are_passed_over_in_folders_only(tmp_path: Path) -> None:
    fill(tmp_path, ".git/a.txt", ".b.txt", "README.md", "c.txt", "x/README.de.md")
    (tmp_path / "gold.jsonl").write_text('{"text": "g"}')
    (tmp_path / "gold_de.jsonl").write_text('{"text": "g"}')
    assert ids(tmp_path) == ["c"]
    assert ids(tmp_path / "README.md", tmp_path / "gold.jsonl", tmp_path / ".b.txt") == ["README", "gold-1", ".b"]


def test_an_empty_folder_gives_nothing(tmp_path: Path) -> None:
    assert ids(tmp_path) == []


def test_the_same_file_twice_is_one_document(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt")
    assert ids(tmp_path / "a.txt", tmp_path / "a.txt") == ["a"]


def test_links_are_followed_and_loops_reported(tmp_path: Path) -> None:
    fill(tmp_path, "a/one.txt", "elsewhere.txt")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "b").symlink_to(tmp_path / "a")
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    assert ids(tmp_path) == [
        "a/one",
        f"{tmp_path / 'a' / 'up'}: symbolic link loop: leads back to {tmp_path}",
        f"{tmp_path / 'b'}: already read as {tmp_path / 'a'}",
        "elsewhere",
        f"{tmp_path / 'gone.txt'}: No such file or directory",
        f"{tmp_path / 'self.txt'}: symbolic link loop",
    ]


def test_very_deep_folders_do_not_exhaust_the_stack(tmp_path: Path) -> None:
    here = tmp_path
    depth = 1_200
    start = os.open(tmp_path, os.O_RDONLY)
    try:
        before = Path.cwd()
        os.chdir(start)
        for _ in range(depth):
            Path("d").mkdir()
            os.chdir("d")
        Path("x.txt").write_text(ENGLISH)
        os.chdir(before)
    finally:
        os.close(start)
    assert ids(here) == ["/".join("d" * depth) + "/x"]


def test_the_path_is_kept_as_given(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt")
    relative = Path(os.path.relpath(tmp_path / "a.txt"))
    (item,) = read([relative], load())
    assert isinstance(item, Document) and item.path == str(relative)


def test_reading_is_lazy(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt")
    found = read([tmp_path], load())
    (tmp_path / "b.txt").write_text(GERMAN)
    assert [item.id for item in found if isinstance(item, Document)] == ["a", "b"]
