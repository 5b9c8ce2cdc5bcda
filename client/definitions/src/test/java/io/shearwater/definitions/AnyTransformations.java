package io.shearwater.definitions;

import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.ForwardFill;
import io.shearwater.model.FunctionRef;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.TransformationCall;
import io.shearwater.transform.BuiltInFunction;
import io.shearwater.transform.BuiltInFunctions;
import io.shearwater.transform.Parameter;
import io.shearwater.transform.ViewChain;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Random calls of transformations, all of them possible where that can be told without code: those before the first function of
 * a user suit their columns, and any may follow it.
 */
final class AnyTransformations {
    private static final List<Object> SCALARS = List.of(
            true,
            5L,
            -1L,
            Long.MAX_VALUE,
            0.5,
            -0.0,
            1e300,
            Double.NEGATIVE_INFINITY,
            "",
            "5",
            "true",
            "1e3",
            "null",
            "a: b",
            "two\nlines",
            " blanks ",
            "it's",
            "🦆",
            "2024-05-01",
            "[a, b]");

    private final Random random;

    AnyTransformations(Random random) {
        this.random = random;
    }

    List<TransformationCall> of(FeatureViewSpec view) {
        List<String> columns = view.query().schema().names();
        List<TransformationCall> calls = new ArrayList<>();
        if (columns.isEmpty()) {
            return calls;
        }
        for (int i = 0; i < 8; i++) {
            Optional<TransformationCall> call = builtIn(columns);
            List<TransformationCall> next = new ArrayList<>(calls);
            call.ifPresent(next::add);
            if (suits(view.withTransformations(next))) {
                calls = next;
            }
        }
        if (chance(50)) {
            calls.add(coded(columns));
            while (chance(60)) {
                builtIn(columns).ifPresent(calls::add);
            }
        }
        return calls;
    }

    private static boolean suits(FeatureViewSpec view) {
        try {
            ViewChain.of(view, BuiltInFunctions::find);
            return true;
        } catch (ShearwaterException refused) {
            return false;
        }
    }

    /** Functions of users, each giving one feature of columns that are no features on demand, and of the request. */
    List<TransformationCall> onDemand(FeatureGroupSpec group) {
        List<String> free = new ArrayList<>(group.featureNames());
        free.removeAll(group.identity());
        Collections.shuffle(free, random);
        List<String> given = free.subList(0, Math.min(free.size(), random.nextInt(3)));
        List<String> inputs = new ArrayList<>(group.primaryKey());
        inputs.add("latitude");
        List<TransformationCall> calls = new ArrayList<>();
        for (String output : given) {
            TransformationCall call = calls.isEmpty()
                    ? coded(inputs)
                    : builtIn(inputs).filter(one -> one.outputs().size() == 1).orElse(coded(inputs));
            calls.add(call.as(output));
            inputs.add(output);
        }
        return calls;
    }

    private TransformationCall coded(List<String> columns) {
        Map<String, Object> parameters = new HashMap<>();
        while (chance(40)) {
            parameters.put("p_" + parameters.size(), chance(50) ? pick(SCALARS) : list(SCALARS));
        }
        FunctionRef function = new FunctionRef(
                "f_" + random.nextInt(3),
                1 + random.nextInt(3),
                chance(50) ? "com.acme.Cards#age" : "com.acme.Outer$Age",
                chance(50) ? "" : pick(List.of("0123", "12e4", "ab".repeat(32))),
                parameters);
        List<String> inputs = some(columns);
        return new TransformationCall(
                function,
                inputs,
                chance(50) ? List.of(function.name()) : chance(50) ? List.of("r_0", "r_1") : List.of("null"),
                chance(50) ? List.of() : some(inputs));
    }

    private Optional<TransformationCall> builtIn(List<String> columns) {
        // A forward fill is of what a query reads, not of any columns: DefinitionPlanTest has it.
        BuiltInFunction function = pick(BuiltInFunctions.all().stream()
                .filter(known -> !known.name().equals(ForwardFill.NAME))
                .toList());
        Map<String, Object> parameters = new HashMap<>();
        for (Parameter parameter : function.parameters()) {
            if (parameter.isRequired() || chance(40)) {
                parameters.put(parameter.name(), value(parameter));
            }
        }
        try {
            TransformationCall call = BuiltInFunctions.call(
                    FunctionRef.builtIn(function.name(), parameters),
                    chance(70) ? List.of(pick(columns)) : some(columns));
            if (chance(30)) {
                call = call.as(IntStream.range(0, call.outputs().size())
                        .mapToObj(i -> "r_" + i)
                        .toArray(String[]::new));
            }
            return Optional.of(chance(20) ? call.dropping(call.inputs().toArray(String[]::new)) : call);
        } catch (ShearwaterException refused) {
            return Optional.empty();
        }
    }

    private Object value(Parameter parameter) {
        return switch (parameter.kind()) {
            case NUMBER -> pick(List.of(0.0, 0.25, 1.0, 3.5, 1e300));
            case WHOLE_NUMBER -> (long) (2 + random.nextInt(30));
            case TEXT -> pick(List.of("UTC", "Europe/Stockholm", "v 1", "1"));
            case TRUTH -> random.nextBoolean();
            case WORD -> pick(parameter.choices());
            case NUMBERS -> List.of(-1.5, 0.0, 2.0);
            case TEXTS -> list(List.of("[UNK]", "a", "##b", "'", "two\nlines", "null"));
            case VALUE -> pick(SCALARS);
            case VALUES -> list(chance(50) ? List.of("a", "null", "5") : List.of(1L, 2L, 3L));
        };
    }

    private <T> List<T> some(List<T> from) {
        List<T> chosen = new ArrayList<>(from);
        Collections.shuffle(chosen, random);
        return List.copyOf(chosen.subList(0, 1 + random.nextInt(Math.min(3, chosen.size()))));
    }

    /** Up to some thirty values, so that long lists are there too. */
    private List<Object> list(List<?> from) {
        List<Object> values = new ArrayList<>();
        while (values.size() < 30 && chance(93)) {
            values.add(pick(from));
        }
        return values;
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
