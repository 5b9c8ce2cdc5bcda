/**
 * XGBoost: a learner through the native library, and a runtime for the models that it and its sisters in other languages
 * write, which are evaluated and explained in Java.
 */
@NullMarked
package io.shearwater.xgboost;

import org.jspecify.annotations.NullMarked;
