/**
 * Feature groups and views as YAML files in a folder under version control: read and checked, compared with a store,
 * applied to it in one transaction, and written from it. Works over {@code api} alone, so with any kind of store.
 */
@NullMarked
package io.shearwater.definitions;

import org.jspecify.annotations.NullMarked;
