/**
 * What servers and remote clients send each other (docs/format/wire.md): definitions, answers and errors as JSON, rows as JSON and as
 * binary frames, predictions also in the form of the Open Inference Protocol, version 2. It comes from strangers: what is not exactly
 * as it should be is refused, saying where, before memory is taken for it.
 */
@NullMarked
package io.shearwater.wire;

import org.jspecify.annotations.NullMarked;
