package io.shearwater.store;

import io.shearwater.learning.LearningError;
import io.shearwater.learning.LogicCode;
import io.shearwater.learning.PredictionLogic;
import io.shearwater.model.ShearwaterException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.Optional;

/** Logic of deployments from code that is kept in the store. Thread-safe. */
record StoredLogic(KeptCode code) {
    /** Keeps the class of the running program that is named, unless the code is registered already. */
    LogicCode register(LogicCode logic) {
        if (!logic.digest().isEmpty()) {
            return logic;
        }
        Class<?> type = KeptCode.ofProgram(logic.className())
                .orElseThrow(() -> LearningError.BAD_DEFINITION.because("There is no class '" + logic.className()
                        + "' on the class path, which is to be the logic of a deployment. Give its full name, and the jar"
                        + " that has it."));
        requireLogic(type);
        CodeArchive archive = CodeArchive.of(type);
        code.keep(archive);
        return new LogicCode(logic.className(), archive.digest());
    }

    private static void requireLogic(Class<?> type) {
        if (!PredictionLogic.class.isAssignableFrom(type)
                || Modifier.isAbstract(type.getModifiers())
                || !Modifier.isPublic(type.getModifiers())) {
            throw LearningError.BAD_DEFINITION.because("'" + type.getName()
                    + "' cannot be the logic of a deployment: that is a public class that implements "
                    + PredictionLogic.class.getName() + ".");
        }
    }

    private static KeptCode.Wanted wanted(LogicCode logic) {
        return new KeptCode.Wanted(
                logic.className(), logic.digest(), "logic '" + logic.className() + "' of a deployment");
    }

    /** What is wrong with the code that is kept, whatever the program has on its class path. */
    Optional<String> findBroken(LogicCode logic) {
        try {
            code.kept(wanted(logic));
            return Optional.empty();
        } catch (ShearwaterException wrong) {
            return Optional.of(String.valueOf(wrong.getMessage()));
        }
    }

    /** Makes logic that was registered. */
    PredictionLogic make(LogicCode logic) {
        try {
            Class<?> type = Class.forName(logic.className(), true, code.loader(wanted(logic)));
            requireLogic(type);
            return type.asSubclass(PredictionLogic.class).getConstructor().newInstance();
        } catch (NoSuchMethodException none) {
            throw LearningError.BAD_DEFINITION.because(
                    "The logic '" + logic.className() + "' has no public constructor without parameters.", none);
        } catch (InvocationTargetException failed) {
            throw unmade(logic, failed.getCause() == null ? failed : failed.getCause());
        } catch (ReflectiveOperationException | LinkageError failed) {
            throw unmade(logic, failed);
        }
    }

    private static RuntimeException unmade(LogicCode logic, Throwable cause) {
        return LearningError.BAD_DEFINITION.because(
                "The logic '" + logic.className() + "' cannot be made: " + cause + ".", cause);
    }
}
