/**
 * From what a user selects and joins to a validated plan: resolution of names, join keys, prefixes and filters, and
 * the point-in-time meaning of a join. Errors that can be known before data is read are found here and name the
 * feature concerned. Pure: nothing in this module reads or writes data.
 */
@NullMarked
package io.shearwater.query;

import org.jspecify.annotations.NullMarked;
