/// What the console and the command line share: attached to a master by TLS and login, a local view
/// of the farm that follows snapshot and changes, commands that act once, questions; and passwords,
/// secrets and reasons in words.
@NullMarked
package org.yardmaster.protocol.client;

import org.jspecify.annotations.NullMarked;
