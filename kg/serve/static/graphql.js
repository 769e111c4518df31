"use strict";

const element = (id) => document.getElementById(id);
const examples = JSON.parse(element("examples").textContent);
const given = new URLSearchParams(location.search);
const FIRST = `{
  transfers(first: 10) {
    totalCount
    nodes {
      supplier { label }
      recipient { label }
      system { label }
      status
      evidence { quote document { title date } }
    }
  }
}
`;

element("query").value = given.get("query") || FIRST;
element("variables").value = given.get("variables") || "{}";

element("example").addEventListener("change", (event) => {
  const name = event.target.value;
  if (name) element("query").value = examples[name];
});

function variables() {
  const text = element("variables").value.trim();
  return text ? JSON.parse(text) : {};
}

async function run() {
  const result = element("result");
  const state = element("state");
  let body;
  try {
    body = JSON.stringify({ query: element("query").value, variables: variables() });
  } catch (error) {
    result.textContent = `Variables: ${error.message}`;
    return;
  }
  state.textContent = "running …";
  const start = performance.now();
  try {
    const response = await fetch("/graphql", {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/graphql-response+json" },
      body,
    });
    result.textContent = JSON.stringify(await response.json(), null, 2);
    state.textContent = `${response.status}, ${Math.round(performance.now() - start)} ms`;
  } catch (error) {
    result.textContent = String(error);
    state.textContent = "";
  }
}

element("run").addEventListener("click", run);
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    run();
  }
});
