/**
 * The {@code shearwater} command. Parses the command line, calls the API, and shows the result as a table or as JSON;
 * errors become one line on the standard error stream and an exit code. Whatever it can do, a program can do through
 * {@code api}.
 */
@NullMarked
package io.shearwater.cli;

import org.jspecify.annotations.NullMarked;
