/**
 * The embedded feature store: the implementation of {@code api} in one process, and the one place where the modules
 * are put together. Opens and locks a store directory, finds the plugins by {@link java.util.ServiceLoader}, hands each
 * part its share of the memory budget, and wires the ports through which the modules meet.
 */
@NullMarked
package io.shearwater.store;

import org.jspecify.annotations.NullMarked;
