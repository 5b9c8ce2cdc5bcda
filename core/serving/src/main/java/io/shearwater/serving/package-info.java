/**
 * Deployments answer requests: they read features of views, put substitutes where values are missing, ask models, share requests
 * between them, and say in each answer where it comes from. What they need of models, views and logs are ports that the
 * store fills; no lock is held on the path of a request.
 */
@NullMarked
package io.shearwater.serving;

import org.jspecify.annotations.NullMarked;
