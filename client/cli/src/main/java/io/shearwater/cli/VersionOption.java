package io.shearwater.cli;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which version of a group or view a command is about. Filled by picocli before the command runs. */
final class VersionOption {
    @Option(names = "--version", paramLabel = "N", description = "Its version, where there are several.")
    private @Nullable Integer version;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec command;

    /** The version that is meant; where none is named there must be no choice. */
    <T> int among(List<T> all, String name, Function<T, String> names, ToIntFunction<T> versions) {
        if (version != null) {
            return version;
        }
        List<Integer> found = all.stream()
                .filter(one -> names.apply(one).equals(name))
                .map(versions::applyAsInt)
                .toList();
        if (found.size() > 1) {
            throw new ParameterException(
                    command.commandLine(), "'" + name + "' has the versions " + found + "; name one with --version N");
        }
        // One that is not there is for the store to refuse.
        return found.isEmpty() ? 1 : found.getFirst();
    }
}
