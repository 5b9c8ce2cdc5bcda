/**
 * The seams behind which storage and computation can be exchanged: offline store, compute engine, online store,
 * registry store and their providers, which are found by {@link java.util.ServiceLoader}. An implementation sees this
 * module, {@code plan} and {@code model}, and nothing else of the system. Each interface has a conformance suite in
 * {@code testing-spi}; passing it is what it means to implement the interface.
 */
@NullMarked
package io.shearwater.spi;

import org.jspecify.annotations.NullMarked;
