/**
 * REST under {@code /api/v1}: every operation is a row of one table, of which the routes, the OpenAPI description, the rights,
 * the metrics and the audit are read.
 */
@NullMarked
package io.shearwater.rest;

import org.jspecify.annotations.NullMarked;
