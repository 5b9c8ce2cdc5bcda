/**
 * The logical plan: what a query means, as sealed immutable records. A plan is data and nothing else. The
 * {@code query} module builds and validates it, each compute engine renders it with exhaustive switches, and tests
 * evaluate it naively, so that there is one meaning whichever engine runs.
 */
@NullMarked
package io.shearwater.plan;

import org.jspecify.annotations.NullMarked;
