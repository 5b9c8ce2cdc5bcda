package io.shearwater.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureViewSpecTest {
    private static final FeatureGroupSpec LABELS = FeatureGroupSpec.builder("labels", 1)
            .feature("id", DataType.LONG)
            .feature("at", DataType.TIMESTAMP)
            .feature("user_id", DataType.LONG)
            .feature("amount", DataType.DOUBLE)
            .feature("note", DataType.STRING)
            .feature("label", DataType.BOOLEAN)
            .primaryKey("id")
            .eventTime("at")
            .foreignKey("users", "user_id")
            .build();

    private static final FeatureGroupSpec USERS = FeatureGroupSpec.builder("users", 1)
            .feature("user_id", DataType.LONG)
            .feature("at", DataType.TIMESTAMP)
            .feature("age", DataType.INT)
            .feature("zip", DataType.STRING)
            .primaryKey("user_id")
            .eventTime("at")
            .build();

    private static final Query QUERY =
            Query.allOf(LABELS).join(Query.of(USERS, List.of("age", "zip")), Join.inferred());

    @Test
    void featuresAreWhatIsNeitherIndexNorLabelNorHelper() {
        FeatureViewSpec view = FeatureViewSpec.builder("fraud", 1, QUERY)
                .description("d")
                .labels("label")
                .trainingHelpers("note")
                .inferenceHelpers("zip")
                .build();
        assertThat(view.featureSchema().toString()).isEqualTo("[amount double, age int]");
        assertThat(view.labelNode()).contains(0);
        assertThat(view.ref()).hasToString("fraud version 1");
        assertThat(view.outputs(List.of("zip", "label")))
                .extracting(Query.Output::name)
                .containsExactly("zip", "label");
    }

    @Test
    void indexColumnsThatWereNamedOneByOneAreFeatures() {
        FeatureViewSpec named = FeatureViewSpec.builder("v", 1, Query.of(LABELS, List.of("user_id", "amount")))
                .build();
        assertThat(named.featureSchema().names()).containsExactly("user_id", "amount");
        assertThat(named.labelNode()).isEmpty();
    }

    @Test
    void whatIsNotSelectedIsRefusedNamingTheRoleAndTheNearest() {
        assertThatThrownBy(() ->
                        FeatureViewSpec.builder("v", 1, QUERY).labels("lable").build())
                .hasMessageContaining("The feature view 'v' names the label 'lable', which its query does not select")
                .hasMessageContaining("Did you mean 'label'?");
        assertThatThrownBy(() -> FeatureViewSpec.builder("v", 1, QUERY)
                        .trainingHelpers("x")
                        .build())
                .hasMessageContaining("the training helper 'x'");
        assertThatThrownBy(() -> FeatureViewSpec.builder("v", 1, QUERY)
                        .inferenceHelpers("x")
                        .build())
                .hasMessageContaining("the inference helper 'x'");
    }

    @Test
    void rolesDoNotMix() {
        assertThatThrownBy(() -> FeatureViewSpec.builder("v", 1, QUERY)
                        .labels("label")
                        .trainingHelpers("label")
                        .build())
                .hasMessageContaining("names 'label' as a label and as a helper");
        assertThatThrownBy(() -> FeatureViewSpec.builder("v", 1, QUERY)
                        .labels("label", "label")
                        .build())
                .hasMessage("The feature view 'v' names a label twice: [label, label].");
        assertThatThrownBy(() -> FeatureViewSpec.builder("v", 1, QUERY)
                        .labels("label", "age")
                        .build())
                .hasMessageContaining("takes its labels [label, age] from several groups");
        assertThatThrownBy(() -> FeatureViewSpec.builder("V", 1, QUERY).build())
                .hasMessageContaining("The feature view name 'V'");
    }
}
