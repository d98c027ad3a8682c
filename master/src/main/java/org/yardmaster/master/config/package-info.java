/// From `farm.yaml` to a checked [org.yardmaster.protocol.model.FarmConfig]: every problem of the
/// file at once, each with its line and column. [org.yardmaster.master.config.FarmYaml] is the way
/// in; it also hands out the commented file to start from and the JSON Schema for editors.
///
/// Inside, a [org.yardmaster.master.config.Value] is a piece of the file that can be asked for its
/// meaning and reports what is wrong with it. Readers go on behind a problem with the best they
/// have: the config is only handed out when there is none.
@NullMarked
package org.yardmaster.master.config;

import org.jspecify.annotations.NullMarked;
