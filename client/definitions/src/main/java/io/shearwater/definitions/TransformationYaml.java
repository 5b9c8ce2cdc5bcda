package io.shearwater.definitions;

import io.shearwater.model.FunctionRef;
import io.shearwater.model.Names;
import io.shearwater.model.TransformationCall;
import io.shearwater.transform.BuiltInFunction;
import io.shearwater.transform.BuiltInFunctions;
import io.shearwater.transform.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads a call of a transformation, {@code name: column} or {@code name: {column: …, parameter: …}}. */
final class TransformationYaml {
    static final List<String> CALL_KEYS = List.of("column", "columns", "as", "drops");
    static final List<String> CODE_KEYS = List.of("code", "version", "digest", "parameters");

    private final String name;
    private final YamlNode at;

    /** A call, and what stands behind its name. */
    private TransformationYaml(String name, YamlNode at) {
        this.name = name;
        this.at = at;
    }

    /** The call; absent where anything of it is a problem. */
    static Optional<TransformationCall> read(YamlNode node) {
        int before = node.problems().count();
        Optional<Entries> entries = Entries.of(node, "a transformation");
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        Map<String, YamlNode> keys = entries.get().keys();
        if (keys.size() != 1) {
            node.problem(
                    "a transformation is one name and what it reads, such as 'standard_scaler: amount', in a list; "
                            + "this has the keys " + keys.keySet());
            return Optional.empty();
        }
        Map.Entry<String, YamlNode> key = keys.entrySet().iterator().next();
        return entries.get()
                .get(key.getKey())
                .flatMap(value -> new TransformationYaml(key.getKey(), value).call(key.getValue()))
                .filter(call -> node.problems().count() == before);
    }

    private Optional<TransformationCall> call(YamlNode key) {
        boolean hasCode = at.isMapping()
                && Entries.of(at, "'" + name + "'")
                        .filter(block -> block.keys().containsKey("code"))
                        .isPresent();
        if (hasCode) {
            return coded();
        }
        Optional<BuiltInFunction> function = BuiltInFunctions.all().stream()
                .filter(known -> known.name().equals(name))
                .findFirst();
        if (function.isEmpty()) {
            List<String> names =
                    BuiltInFunctions.all().stream().map(BuiltInFunction::name).toList();
            String hint = Names.didYouMean(name, names);
            key.problem(BuiltInFunctions.reasonAgainst(name)
                    .orElse("there is no built-in transformation '" + name + "'"
                            + (hint.isEmpty() ? "; there are " + String.join(", ", names) + "." : "." + hint)
                            + " A function of your own says its code: {code: com.acme.Cards#age, columns: [...]}."));
        }
        return function.flatMap(this::builtIn);
    }

    private Optional<TransformationCall> builtIn(BuiltInFunction function) {
        if (!at.isMapping()) {
            return at.texts("a column")
                    .flatMap(columns -> at.checked(() -> BuiltInFunctions.call(ref(Map.of()), columns)));
        }
        List<String> names = function.parameters().stream().map(Parameter::name).toList();
        return block(names).flatMap(block -> {
            Map<String, Object> given = new LinkedHashMap<>();
            for (Parameter parameter : function.parameters()) {
                block.get(parameter.name())
                        .flatMap(node ->
                                value(node).flatMap(value -> node.checked(() -> parameter.checked(name, value))))
                        .ifPresent(value -> given.put(parameter.name(), value));
            }
            return columns(block)
                    .flatMap(columns -> at.checked(() -> BuiltInFunctions.call(ref(given), columns)))
                    .flatMap(call -> named(call, block));
        });
    }

    private FunctionRef ref(Map<String, Object> parameters) {
        return FunctionRef.builtIn(name, parameters);
    }

    private Optional<TransformationCall> coded() {
        return block(CODE_KEYS).flatMap(block -> {
            Optional<String> code = block.get("code")
                    .flatMap(node -> node.text("the code").filter(text -> {
                        if (text.isBlank()) {
                            node.problem("the code is a class, or a class and a method: com.acme.Cards#age");
                        }
                        return !text.isBlank();
                    }));
            Optional<Integer> version = GroupYaml.version(block);
            String digest = block.get("digest")
                    .flatMap(node -> node.text("the digest of the code"))
                    .orElse("");
            Map<String, Object> parameters = parameters(block);
            Optional<List<String>> columns = columns(block);
            if (code.isEmpty() || version.isEmpty() || columns.isEmpty()) {
                return Optional.empty();
            }
            return at.checked(() -> new TransformationCall(
                            new FunctionRef(name, version.get(), code.get(), digest, parameters),
                            columns.get(),
                            List.of(name),
                            List.of()))
                    .flatMap(call -> named(call, block));
        });
    }

    private Optional<Entries> block(List<String> own) {
        return Entries.of(
                at,
                "'" + name + "'",
                Stream.concat(CALL_KEYS.stream(), own.stream()).toList());
    }

    private Optional<List<String>> columns(Entries block) {
        Optional<YamlNode> one = block.get("column");
        Optional<YamlNode> several = block.get("columns");
        if (one.isPresent() == several.isPresent()) {
            at.problem(
                    one.isPresent()
                            ? "'" + name + "' has both 'column' and 'columns'; it needs one of them"
                            : "'column' is missing: what '" + name + "' reads; several columns are 'columns: [a, b]'");
            return Optional.empty();
        }
        return one.isPresent()
                ? one.get().text("a column").map(List::of)
                : several.get().texts("a column");
    }

    /** The call with the names of its outputs and what it drops, where that is said. */
    private Optional<TransformationCall> named(TransformationCall call, Entries block) {
        Optional<YamlNode> as = block.get("as");
        Optional<TransformationCall> renamed = as.isEmpty()
                ? Optional.of(call)
                : as.get()
                        .texts("the name of a result")
                        .flatMap(names -> as.get().checked(() -> call.as(names.toArray(String[]::new))));
        Optional<YamlNode> drops = block.get("drops");
        return drops.isEmpty()
                ? renamed
                : renamed.flatMap(made -> drops.get()
                        .texts("a column that is left out")
                        .flatMap(names -> drops.get().checked(() -> made.dropping(names.toArray(String[]::new)))));
    }

    private static Map<String, Object> parameters(Entries block) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        block.get("parameters")
                .flatMap(node -> Entries.of(node, "'parameters'"))
                .ifPresent(given -> given.keys()
                        .keySet()
                        .forEach(parameter -> given.get(parameter)
                                .flatMap(TransformationYaml::value)
                                .ifPresent(value -> parameters.put(parameter, value))));
        return parameters;
    }

    private static Optional<Object> value(YamlNode node) {
        if (node.node() instanceof SequenceNode) {
            List<Object> values = new ArrayList<>();
            List<YamlNode> elements = node.list();
            elements.forEach(element -> scalar(element).ifPresent(values::add));
            return values.size() == elements.size() ? Optional.of(values) : Optional.empty();
        }
        return scalar(node);
    }

    private static Optional<Object> scalar(YamlNode node) {
        Tag tag = node.node().getTag();
        return node.characters("the value of a parameter").flatMap(text -> {
            try {
                return Optional.of(
                        tag.equals(Tag.INT)
                                ? (Object) Long.valueOf(text)
                                : tag.equals(Tag.FLOAT)
                                        ? (Object) Double.valueOf(DefaultValues.floating(text))
                                        : tag.equals(Tag.BOOL) ? (Object) Boolean.valueOf(text) : text);
            } catch (NumberFormatException none) {
                node.problem("'" + text + "' is no number that can be kept; write it in decimals, of up to 18 digits");
                return Optional.empty();
            }
        });
    }
}
