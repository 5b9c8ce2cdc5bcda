package io.shearwater.cli;

import io.shearwater.transform.TransformationFunction;

/** A function of a user. */
public final class TripFunctions {
    private TripFunctions() {}

    /** How far a payment is from home. */
    @TransformationFunction
    public static double distance(double latitude, double home) {
        return Math.abs(latitude - home);
    }
}
