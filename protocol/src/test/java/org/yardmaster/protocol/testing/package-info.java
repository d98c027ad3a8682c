/// What tests of every module need around the wire: certificates made on the spot, a clock turned
/// by hand, and a proxy that cuts and stalls real TCP lines.
@NullMarked
package org.yardmaster.protocol.testing;

import org.jspecify.annotations.NullMarked;
