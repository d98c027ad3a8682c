-- 'bob' and 'bob ' are two names.
SET DATABASE COLLATION SQL_TEXT NO PAD;
