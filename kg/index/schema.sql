-- The read model. Keys are 63-bit hashes of IRIs (kg.index.names.key), so that the tables hold the same rows
-- whatever the order in which documents came. Dates are ISO 8601 texts; '' where there is none and rows are sorted by it.

CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE document (
  key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, iri TEXT NOT NULL, title TEXT, source TEXT, url TEXT, lang TEXT,
  date TEXT NOT NULL, sha256 TEXT NOT NULL, configuration TEXT NOT NULL
);
CREATE INDEX document_date ON document (date, key);
CREATE INDEX document_title ON document (title, key);
CREATE INDEX document_source ON document (source, key);
CREATE INDEX document_lang ON document (lang, key);

-- What each source says of each entity; source 0 is the reference data. entity, name, closure follow from it.
CREATE TABLE fact (
  entity INTEGER NOT NULL, property TEXT NOT NULL, value TEXT NOT NULL, source INTEGER NOT NULL,
  PRIMARY KEY (entity, property, value, source)
) WITHOUT ROWID;
CREATE INDEX fact_source ON fact (source);
CREATE INDEX fact_acts_for ON fact (value, entity) WHERE property = 'actsFor';

CREATE TABLE entity (
  key INTEGER PRIMARY KEY, id TEXT NOT NULL, iri TEXT NOT NULL, kind TEXT, label TEXT NOT NULL, label_en TEXT,
  label_de TEXT, alpha3 TEXT, notation TEXT, rank INTEGER, reference INTEGER NOT NULL, acts_for INTEGER,
  country INTEGER, origin INTEGER, maker TEXT, category INTEGER, broader INTEGER
);
CREATE INDEX entity_kind ON entity (kind, label, key);
CREATE INDEX entity_label ON entity (label, key);
CREATE INDEX entity_acts_for ON entity (acts_for);
CREATE INDEX entity_origin ON entity (origin);

-- Names without regard to letter case and hyphens: rank 1 preferred label, code, notation; 2 alternative label.
CREATE TABLE name (folded TEXT NOT NULL, entity INTEGER NOT NULL, rank INTEGER NOT NULL, PRIMARY KEY (folded, entity))
  WITHOUT ROWID;
CREATE INDEX name_entity ON name (entity);

-- skos:broader*, reflexive.
CREATE TABLE closure (entity INTEGER NOT NULL, ancestor INTEGER NOT NULL, PRIMARY KEY (entity, ancestor)) WITHOUT ROWID;
CREATE INDEX closure_ancestor ON closure (ancestor, entity);

CREATE TABLE transfer (
  key INTEGER PRIMARY KEY, iri TEXT NOT NULL, document INTEGER NOT NULL, status TEXT, supplier INTEGER,
  supplier_words TEXT, recipient INTEGER, recipient_words TEXT, system INTEGER, system_words TEXT, authorizer INTEGER,
  authorizer_words TEXT, category INTEGER, claimer INTEGER, claimer_words TEXT, minimum REAL, maximum REAL,
  quantity TEXT, earliest TEXT NOT NULL, latest TEXT NOT NULL, precision TEXT, time TEXT, claim_date TEXT NOT NULL,
  confidence REAL NOT NULL, rule TEXT,
  -- what transfers can be sorted by, copied from entity so that an index can hold it; kept by kg.index.entities
  supplier_label TEXT, recipient_label TEXT, system_label TEXT, status_rank INTEGER
);
CREATE INDEX transfer_document ON transfer (document, key);
CREATE INDEX transfer_supplier ON transfer (supplier, claim_date, key);
CREATE INDEX transfer_pair ON transfer (supplier, recipient, claim_date, key);
CREATE INDEX transfer_supplier_system ON transfer (supplier, system, claim_date, key);
CREATE INDEX transfer_recipient_system ON transfer (recipient, system, claim_date, key);
CREATE INDEX transfer_supplier_status ON transfer (supplier, status, claim_date, key);
CREATE INDEX transfer_recipient_status ON transfer (recipient, status, claim_date, key);
CREATE INDEX transfer_recipient ON transfer (recipient, claim_date, key);
CREATE INDEX transfer_system ON transfer (system, claim_date, key);
CREATE INDEX transfer_category ON transfer (category, claim_date, key);
CREATE INDEX transfer_status ON transfer (status, claim_date, key);
CREATE INDEX transfer_claimer ON transfer (claimer, claim_date, key);
CREATE INDEX transfer_authorizer ON transfer (authorizer);
CREATE INDEX transfer_date ON transfer (claim_date, key);
CREATE INDEX transfer_earliest ON transfer (earliest, key);
CREATE INDEX transfer_confidence ON transfer (confidence, key);
CREATE INDEX transfer_minimum ON transfer (minimum, key);
CREATE INDEX transfer_supplier_minimum ON transfer (supplier, minimum, key);
CREATE INDEX transfer_recipient_minimum ON transfer (recipient, minimum, key);
CREATE INDEX transfer_system_minimum ON transfer (system, minimum, key);
CREATE INDEX transfer_supplier_label ON transfer (supplier_label, key);
CREATE INDEX transfer_recipient_label ON transfer (recipient_label, key);
CREATE INDEX transfer_system_label ON transfer (system_label, key);
CREATE INDEX transfer_status_rank ON transfer (status_rank, key);
CREATE INDEX transfer_labels
  ON transfer (supplier_label, recipient_label, system_label, claim_date, status_rank, key);

CREATE TABLE office (
  key INTEGER PRIMARY KEY, iri TEXT NOT NULL, document INTEGER, person INTEGER, person_words TEXT, role INTEGER,
  office_of INTEGER, office_of_words TEXT, title TEXT, first TEXT NOT NULL, last TEXT NOT NULL, claimer INTEGER,
  claimer_words TEXT, claim_date TEXT NOT NULL, confidence REAL, rule TEXT
);
CREATE INDEX office_document ON office (document, key);
CREATE INDEX office_person ON office (person, key);
CREATE INDEX office_role ON office (role, office_of, key);
CREATE INDEX office_of ON office (office_of, key);
CREATE INDEX office_first ON office (first, key);
CREATE INDEX office_date ON office (claim_date, key);

CREATE TABLE deployment (
  key INTEGER PRIMARY KEY, iri TEXT NOT NULL, document INTEGER NOT NULL, actor INTEGER, actor_words TEXT,
  deployed INTEGER, deployed_words TEXT, troops TEXT, place INTEGER, place_words TEXT, category INTEGER, minimum REAL,
  maximum REAL, quantity TEXT, claimer INTEGER, claimer_words TEXT, claim_date TEXT NOT NULL,
  confidence REAL NOT NULL, rule TEXT
);
CREATE INDEX deployment_document ON deployment (document, key);
CREATE INDEX deployment_actor ON deployment (actor, key);
CREATE INDEX deployment_deployed ON deployment (deployed, key);
CREATE INDEX deployment_place ON deployment (place, key);
CREATE INDEX deployment_category ON deployment (category, key);
CREATE INDEX deployment_date ON deployment (claim_date, key);
CREATE INDEX deployment_confidence ON deployment (confidence, key);
CREATE INDEX deployment_minimum ON deployment (minimum, key);

CREATE TABLE evidence (
  claim INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL, quote TEXT NOT NULL, prefix TEXT, suffix TEXT,
  document INTEGER NOT NULL, PRIMARY KEY (claim, start, end)
) WITHOUT ROWID;
CREATE INDEX evidence_document ON evidence (document);

-- What can be searched, with its full-text index: documents, claims (by their quotes and words), entities (by names).
-- place (kg.index.names.place) puts entities first, then the newest: the first rows that match are the ones to show.
CREATE TABLE passage (
  place INTEGER PRIMARY KEY, key INTEGER NOT NULL UNIQUE, kind TEXT NOT NULL, source INTEGER NOT NULL, title TEXT,
  body TEXT NOT NULL
);
CREATE INDEX passage_source ON passage (source);
CREATE VIRTUAL TABLE search USING fts5 (
  title, body, content = 'passage', content_rowid = 'place', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER passage_insert AFTER INSERT ON passage BEGIN
  INSERT INTO search (rowid, title, body) VALUES (new.place, new.title, new.body);
END;
CREATE TRIGGER passage_delete AFTER DELETE ON passage BEGIN
  INSERT INTO search (search, rowid, title, body) VALUES ('delete', old.place, old.title, old.body);
END;

-- Claims of transfers by each value of each dimension, kept with every row: whole-table counts cost nothing to read.
CREATE TABLE facet (dimension TEXT NOT NULL, value, claims INTEGER NOT NULL, PRIMARY KEY (dimension, value));
CREATE INDEX facet_claims ON facet (dimension, claims);
-- The same by system and category together: a category is asked for in both.
CREATE TABLE pair (system, category, claims INTEGER NOT NULL, PRIMARY KEY (system, category)) WITHOUT ROWID;
CREATE VIEW facet_value AS
  SELECT key, 'ALL' AS dimension, '' AS value FROM transfer
  UNION ALL SELECT key, 'SUPPLIER', ifnull(supplier, '') FROM transfer
  UNION ALL SELECT key, 'RECIPIENT', ifnull(recipient, '') FROM transfer
  UNION ALL SELECT key, 'SYSTEM', ifnull(system, '') FROM transfer
  UNION ALL SELECT key, 'CATEGORY', ifnull(category, '') FROM transfer
  UNION ALL SELECT key, 'STATUS', ifnull(status, '') FROM transfer
  UNION ALL SELECT key, 'CLAIMER', ifnull(claimer, '') FROM transfer
  UNION ALL SELECT key, 'YEAR', substr(claim_date, 1, 4) FROM transfer
  UNION ALL SELECT key, 'QUARTER',
    CASE claim_date WHEN '' THEN '' ELSE substr(claim_date, 1, 4) || '-Q' || ((substr(claim_date, 6, 2) + 2) / 3) END
    FROM transfer;
CREATE TRIGGER transfer_insert AFTER INSERT ON transfer BEGIN
  INSERT INTO facet SELECT dimension, value, 1 FROM facet_value WHERE key = new.key
    ON CONFLICT (dimension, value) DO UPDATE SET claims = claims + 1;
  INSERT INTO pair VALUES (ifnull(new.system, ''), ifnull(new.category, ''), 1)
    ON CONFLICT (system, category) DO UPDATE SET claims = claims + 1;
END;
CREATE TRIGGER transfer_delete BEFORE DELETE ON transfer BEGIN
  UPDATE facet SET claims = claims - 1
    WHERE (dimension, value) IN (SELECT dimension, value FROM facet_value WHERE key = old.key);
  DELETE FROM facet WHERE claims = 0;
  UPDATE pair SET claims = claims - 1 WHERE system = ifnull(old.system, '') AND category = ifnull(old.category, '');
  DELETE FROM pair WHERE claims = 0;
END;
