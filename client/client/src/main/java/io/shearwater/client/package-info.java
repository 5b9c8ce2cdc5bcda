/** A feature store on a server, with the API of one in this process. */
@NullMarked
package io.shearwater.client;

import org.jspecify.annotations.NullMarked;
