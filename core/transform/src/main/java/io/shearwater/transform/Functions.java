package io.shearwater.transform;

import io.shearwater.model.FunctionRef;

/** Finds the code of functions. Thread-safe. */
@FunctionalInterface
public interface Functions {
    /**
     * The function.
     *
     * @throws io.shearwater.model.ShearwaterException where it is not there, or is not what was registered
     */
    Transformation find(FunctionRef function);
}
