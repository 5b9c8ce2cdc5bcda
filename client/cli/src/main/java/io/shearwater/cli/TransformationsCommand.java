package io.shearwater.cli;

import io.shearwater.api.StoreDefinitions;
import io.shearwater.model.FunctionRef;
import io.shearwater.model.Names;
import io.shearwater.model.TransformationCall;
import io.shearwater.transform.BuiltInFunction;
import io.shearwater.transform.BuiltInFunctions;
import io.shearwater.transform.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the transformations that there are. */
@Command(
        name = "transformations",
        description = {
            "List the built-in transformations and, with --store DIR, the functions that are registered there.",
            "With a name: what it does, and its parameters. Example: transformations one_hot_encoder"
        })
final class TransformationsCommand implements Runnable {
    private static final List<String> COLUMNS =
            List.of("transformation", "applies_to", "learns", "parameters", "version", "code", "used_by");
    private static final List<String> PARAMETERS = List.of("parameter", "is", "unless_said", "meaning");

    private final GlobalOptions options;
    private final Terminal terminal;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "A built-in transformation.")
    private @Nullable String name;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    TransformationsCommand(GlobalOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    @Override
    public void run() {
        options.output().printer(terminal).print(name == null ? all() : one(known(name)));
    }

    // ---- all

    private ResultTable all() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (BuiltInFunction function : BuiltInFunctions.all()) {
            rows.add(Arrays.asList(
                    function.name(),
                    function.about().appliesTo(),
                    function.about().learns().isEmpty()
                            ? null
                            : function.about().learns(),
                    String.join(
                            ", ",
                            function.parameters().stream().map(Parameter::name).toList()),
                    null,
                    null,
                    null));
        }
        if (options.store().isPresent()) {
            rows.addAll(StoreReading.read(options, spec, store -> {
                StoreDefinitions definitions = store.definitions();
                return store.transformations().stream()
                        .map(function -> registered(function, definitions))
                        .toList();
            }));
        }
        return new ResultTable(COLUMNS, rows);
    }

    private static List<@Nullable Object> registered(FunctionRef function, StoreDefinitions definitions) {
        return Arrays.asList(
                function.name(), null, null, null, function.version(), function.code(), callers(function, definitions));
    }

    /** The groups and views that call a function. */
    static List<String> callers(FunctionRef function, StoreDefinitions definitions) {
        List<String> callers = new ArrayList<>();
        definitions.groups().stream()
                .map(group -> group.spec())
                .filter(group -> calls(group.onDemand(), function))
                .forEach(group -> callers.add(group.ref().toString()));
        definitions.views().stream()
                .map(view -> view.spec())
                .filter(view -> calls(view.transformations(), function))
                .forEach(view -> callers.add(view.ref().toString()));
        return callers;
    }

    private static boolean calls(List<TransformationCall> calls, FunctionRef function) {
        return calls.stream()
                .map(TransformationCall::function)
                .anyMatch(called -> !called.isBuiltIn()
                        && called.name().equals(function.name())
                        && called.version() == function.version());
    }

    // ---- one

    private BuiltInFunction known(String wanted) {
        List<String> names =
                BuiltInFunctions.all().stream().map(BuiltInFunction::name).toList();
        return BuiltInFunctions.all().stream()
                .filter(function -> function.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "There is no built-in transformation '" + wanted + "'." + Names.didYouMean(wanted, names)
                                + " Without a name all are listed."));
    }

    private ResultTable one(BuiltInFunction function) {
        if (options.output() == OutputFormat.table) {
            BuiltInFunction.About about = function.about();
            line("does", about.does());
            line("applies to", about.appliesTo());
            line("learns", about.learns().isEmpty() ? "nothing" : about.learns());
            line("rules", about.rules());
            terminal.out().println();
        }
        return new ResultTable(
                PARAMETERS,
                function.parameters().stream()
                        .map(parameter -> Arrays.<@Nullable Object>asList(
                                parameter.name(),
                                parameter.choices().isEmpty()
                                        ? parameter.kind().words()
                                        : String.join(", ", parameter.choices()),
                                parameter.isRequired()
                                        ? "(required)"
                                        : parameter.standard().orElse(null),
                                parameter.meaning()))
                        .toList());
    }

    private void line(String what, String words) {
        if (!words.isEmpty()) {
            terminal.out().println(what + " ".repeat(12 - what.length()) + words);
        }
    }
}
