/**
 * The one way into a server, whatever the protocol: who asks, whether they may, how much at a time, and what is written down of
 * it.
 */
@NullMarked
package io.shearwater.gate;

import org.jspecify.annotations.NullMarked;
