/** A store as a service: puts the gate and the protocols in front of a store, starts them and ends them. */
@NullMarked
package io.shearwater.server;

import org.jspecify.annotations.NullMarked;
