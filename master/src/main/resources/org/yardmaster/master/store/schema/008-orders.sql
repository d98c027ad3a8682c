-- An order holds a recipe and the properties of a request, each of which may be as long as a text elsewhere.
ALTER TABLE build_order ALTER COLUMN content SET DATA TYPE VARCHAR(40000000);
