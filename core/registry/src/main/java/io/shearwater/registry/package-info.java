/**
 * The definitions of projects, feature groups, feature views and training datasets with their versions, what depends
 * on what, tags, and the audit trail of changes. Keeps everything in a {@code RegistryStore} and decides what a change
 * may do: whether a definition differs from the registered one, and whether something may be removed.
 */
@NullMarked
package io.shearwater.registry;

import org.jspecify.annotations.NullMarked;
