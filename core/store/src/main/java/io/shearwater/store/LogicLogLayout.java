package io.shearwater.store;

import io.shearwater.learning.DeploymentSchema;
import io.shearwater.learning.LogicSchema;
import io.shearwater.model.DataType;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Field;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The columns of a log of what logic answers. Immutable. */
final class LogicLogLayout implements LogLayout {
    static final String LOGIC = "logic";
    static final String DIGEST = "logic_digest";
    static final String ASKED = "asked";

    static final List<Feature> FIXED = List.of(
            Feature.of(VectorLogLayout.REQUEST_ID, DataType.STRING, "One entry: as it stated, or generated"),
            Feature.of(VectorLogLayout.REQUEST_TIME, DataType.TIMESTAMP, "When it was asked for"),
            Feature.of(VectorLogLayout.DROPPED, DataType.LONG, "Rows before it that are not in the log"),
            Feature.of(StoredPredictionLogs.DEPLOYMENT, DataType.STRING, "Which deployment was asked"),
            Feature.of(StoredPredictionLogs.ROLE, DataType.STRING, "serving, shadow or stand-in"),
            Feature.of(LOGIC, DataType.STRING, "The class that decided"),
            Feature.of(DIGEST, DataType.STRING, "SHA-256 of its code"),
            Feature.of(ASKED, DataType.STRING, "part=model or view of each call in order, separated by commas"));

    private static final String ENDING = "_answers";

    private final GroupRef group;
    private final String deployment;
    private final List<Feature> columns;
    private final Map<String, Field> named = new LinkedHashMap<>();
    private final Map<String, String> answered = new LinkedHashMap<>();

    LogicLogLayout(DeploymentSchema schema) {
        this.deployment = schema.deployment();
        this.group = VectorLogLayout.group(deployment, ENDING);
        List<Feature> all = new ArrayList<>(FIXED);
        List<Field> request = Stream.of(schema.servingKeys(), schema.passedFeatures(), schema.requestParameters())
                .flatMap(List::stream)
                .toList();
        List<String> wanted = new ArrayList<>(all.stream().map(Feature::name).toList());
        request.forEach(field -> wanted.add("request_" + field.name()));
        List<Field> response = schema.response().stream()
                .filter(field -> !field.equals(LogicSchema.PROBABILITIES))
                .toList();
        response.forEach(field -> wanted.add(answerColumn(field.name())));
        List<String> names = Names.proposals(wanted);
        int at = FIXED.size();
        for (Field field : request) {
            named.put(names.get(at), field);
            all.add(Feature.of(names.get(at++), field.type()));
        }
        for (Field field : response) {
            answered.put(field.name(), names.get(at));
            all.add(Feature.of(names.get(at++), field.type()));
        }
        if (response.size() < schema.response().size()) {
            all.add(Feature.of(StoredPredictionLogs.PROBABILITY, DataType.DOUBLE, "Of a class that was predicted"));
        }
        this.columns = List.copyOf(all);
    }

    private static String answerColumn(String name) {
        boolean isFixed = name.equals(LogicSchema.PREDICTION)
                || LogicSchema.INTERVAL.stream().anyMatch(field -> field.name().equals(name));
        return isFixed ? name : "output_" + name;
    }

    /** Whether a group is a log of logic: it is named like one and begins with its columns. */
    static boolean isLog(FeatureGroupSpec group) {
        return group.name().endsWith(ENDING)
                && group.features().size() > FIXED.size()
                && group.features().subList(0, FIXED.size()).equals(FIXED);
    }

    @Override
    public FeatureGroupSpec group() {
        FeatureGroupSpec.Builder builder = FeatureGroupSpec.builder(group.name(), group.version())
                .description("Answers of the logic of the deployment '" + deployment + "'");
        columns.forEach(builder::feature);
        return builder.primaryKey(VectorLogLayout.REQUEST_ID)
                .eventTime(VectorLogLayout.REQUEST_TIME)
                .build();
    }

    @Override
    public List<Feature> columns() {
        return columns;
    }

    /** What requests name, by column. */
    Map<String, Field> named() {
        return named;
    }

    /** The column of each field of an answer, by the field's name. */
    Map<String, String> answered() {
        return answered;
    }
}
