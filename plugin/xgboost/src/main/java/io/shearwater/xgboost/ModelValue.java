package io.shearwater.xgboost;

import java.util.List;
import java.util.Map;

/** A part of a model file, whichever of its two forms it was written in. Arrays of numbers are primitive. */
sealed interface ModelValue {
    /** Named parts, in the order of the file. */
    record Group(Map<String, ModelValue> parts) implements ModelValue {}

    /** Parts in a row that are not all numbers. */
    record Items(List<ModelValue> items) implements ModelValue {}

    /** Numbers in a row; truth values are 0 and 1. Those with a fraction hold what a float holds. */
    record Numbers(double[] values, Kind kind) implements ModelValue {}

    /** One number. */
    record Single(double value, Kind kind) implements ModelValue {}

    /** A text. */
    record Text(String text) implements ModelValue {}

    /** What has no content. */
    enum Literal implements ModelValue {
        TRUE,
        FALSE,
        NULL
    }

    /** How numbers are written. */
    enum Kind {
        WHOLE,
        REAL
    }
}
