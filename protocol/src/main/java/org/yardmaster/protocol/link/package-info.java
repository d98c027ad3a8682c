/// How master and slave stay in step over a line that may be cut at any byte: numbers,
/// acknowledgements, resending, heartbeats. State machines without clock, thread or socket; both
/// ends use the same ones.
///
/// A *link session* lasts as long as both processes do, over any number of connections, unless one
/// of them ends it before; it has a random name, by which a slave asks for it again. Within it each
/// direction numbers its control messages from 1. A message is kept by its sender until the
/// receiver has said that everything up to its number is durable. After a cut line each side tells
/// how far it has come, and exactly the missing numbers are sent again. When either process is new,
/// a new session begins with empty outboxes, and the slave's inventory heals what was lost with the
/// old one.
@NullMarked
package org.yardmaster.protocol.link;

import org.jspecify.annotations.NullMarked;
