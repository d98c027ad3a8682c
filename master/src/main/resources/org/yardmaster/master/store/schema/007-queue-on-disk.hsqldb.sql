-- A long queue is read again, and written out, a part at a time.
SET TABLE request TYPE CACHED;
