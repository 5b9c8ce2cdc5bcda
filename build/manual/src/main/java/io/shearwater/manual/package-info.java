/**
 * Makes a site of the manual: static pages with a navigation, a table of contents, highlighted code and a search that works
 * from a folder. A link that leads nowhere stops it. Sees nothing of the product.
 */
@NullMarked
package io.shearwater.manual;

import org.jspecify.annotations.NullMarked;
