package org.yardmaster.console.link;

import java.time.Instant;
import org.yardmaster.protocol.model.Role;

/// What a master told when it let us in; `now` is its clock at that moment.
public record Welcome(String farm, String address, String user, Role role, Instant now) {}
