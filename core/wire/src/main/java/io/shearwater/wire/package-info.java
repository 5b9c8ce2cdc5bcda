/**
 * What deployments are sent and what they answer, as JSON: in our own form and in that of the Open Inference Protocol, version 2
 * (docs/format/predictions.md). Texts come from strangers: what is not exactly a request is refused, saying where.
 */
@NullMarked
package io.shearwater.wire;

import org.jspecify.annotations.NullMarked;
