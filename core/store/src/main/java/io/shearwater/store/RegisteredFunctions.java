package io.shearwater.store;

import io.shearwater.model.FunctionRef;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.TransformationCall;
import io.shearwater.transform.BuiltInFunctions;
import io.shearwater.transform.ClassFunctions;
import io.shearwater.transform.Functions;
import io.shearwater.transform.TransformError;
import io.shearwater.transform.Transformation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The code of transformations, as it was registered. Thread-safe. */
final class RegisteredFunctions implements Functions {
    private final KeptCode code;

    /** Functions whose jars are kept. */
    RegisteredFunctions(KeptCode code) {
        this.code = code;
    }

    @Override
    public Transformation find(FunctionRef function) {
        if (function.isBuiltIn()) {
            return BuiltInFunctions.find(function);
        }
        ClassLoader loader = function.digest().isEmpty() ? KeptCode.ofProgram() : code.loader(wanted(function));
        return new ClassFunctions(loader).find(function);
    }

    private static KeptCode.Wanted wanted(FunctionRef function) {
        return new KeptCode.Wanted(
                className(function),
                function.digest(),
                "transformation '" + function.name() + "' version " + function.version());
    }

    private static String className(FunctionRef function) {
        return function.code().split("#", 2)[0];
    }

    /** What is wrong with the code that is kept, by function, whatever the program has on its class path. */
    Map<FunctionRef, String> findBroken(List<FunctionRef> functions) {
        Map<FunctionRef, String> broken = new LinkedHashMap<>();
        for (FunctionRef function : functions) {
            try {
                code.kept(wanted(function));
            } catch (ShearwaterException wrong) {
                broken.put(function, String.valueOf(wrong.getMessage()));
            }
        }
        return broken;
    }

    /** Whether code is known for a function: it is built in, says its digest, or its class is on the class path. */
    boolean isAtHand(FunctionRef function) {
        return isDigested(function) || KeptCode.ofProgram(className(function)).isPresent();
    }

    /** Calls whose functions have the digests of the program's own classes. */
    List<TransformationCall> digested(List<TransformationCall> calls) {
        return calls.stream()
                .map(call -> isDigested(call.function())
                        ? call
                        : call.withFunction(call.function()
                                .withDigest(archiveOfProgram(call.function()).digest())))
                .toList();
    }

    /** As {@link #digested}; the jars of those that are new are in the store when this returns. */
    List<TransformationCall> registered(List<TransformationCall> calls) {
        for (TransformationCall call : calls) {
            if (!isDigested(call.function())) {
                code.keep(archiveOfProgram(call.function()));
            }
        }
        return digested(calls);
    }

    private static boolean isDigested(FunctionRef function) {
        return function.isBuiltIn() || !function.digest().isEmpty();
    }

    private static CodeArchive archiveOfProgram(FunctionRef function) {
        Class<?> type = KeptCode.ofProgram(className(function))
                .orElseThrow(() -> TransformError.BAD_FUNCTION.because("The class '"
                        + className(function) + "' of the transformation '" + function.name()
                        + "' is not on the class path."));
        return CodeArchive.of(type);
    }
}
