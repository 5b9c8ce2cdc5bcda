/**
 * Experiments and their runs, training, and the registry of models. Definitions are kept by the registry, files by the file
 * store of the project; learners and runtimes are plugins.
 */
@NullMarked
package io.shearwater.models;

import org.jspecify.annotations.NullMarked;
