package io.shearwater.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Join;
import io.shearwater.model.Query;
import io.shearwater.model.ShearwaterException;
import java.util.List;
import org.junit.jupiter.api.Test;

class VectorPlanTest {
    private static final FeatureGroupSpec TRANSFERS = FeatureGroupSpec.builder("transfers", 1)
            .feature("t_id", DataType.LONG)
            .feature("sender", DataType.LONG)
            .feature("receiver", DataType.LONG)
            .feature("is_fraud", DataType.BOOLEAN)
            .primaryKey("t_id")
            .build();
    private static final FeatureGroupSpec ACCOUNTS = FeatureGroupSpec.builder("accounts", 1)
            .feature("account_id", DataType.LONG)
            .feature("balance", DataType.DOUBLE)
            .feature("bank_id", DataType.LONG)
            .primaryKey("account_id")
            .entity("account")
            .online()
            .build();
    private static final FeatureGroupSpec RISKS = FeatureGroupSpec.builder("risks", 1)
            .feature("account_id", DataType.LONG)
            .feature("risk", DataType.DOUBLE)
            .primaryKey("account_id")
            .entity("account")
            .online()
            .build();
    private static final FeatureGroupSpec BANKS = FeatureGroupSpec.builder("banks", 1)
            .feature("bank_id", DataType.LONG)
            .feature("rating", DataType.INT)
            .primaryKey("bank_id")
            .online()
            .build();
    private static final List<OnlineGroup> GROUPS =
            List.of(Fixture.group(1, ACCOUNTS), Fixture.group(2, RISKS), Fixture.group(3, BANKS));

    private static Query account(String... columns) {
        return Query.of(ACCOUNTS, List.of(columns));
    }

    private static VectorPlan plan(Query query) {
        FeatureViewSpec.Builder view = FeatureViewSpec.builder("transfers_view", 1, query);
        if (query.schema().contains("is_fraud")) {
            view.labels("is_fraud");
        }
        return VectorPlan.ofFeatures(view.build(), GROUPS);
    }

    private static Query labels() {
        return Query.of(TRANSFERS, List.of("is_fraud"));
    }

    @Test
    void oneGroupInTwoRolesIsReadByTwoKeys() {
        VectorPlan plan = plan(labels().join(
                        account("balance"), Join.onPair("sender", "account_id").withPrefix("s_"))
                .join(account("balance"), Join.onPair("receiver", "account_id").withPrefix("r_")));

        assertThat(plan.servingKeys()).extracting(Field::name).containsExactly("sender", "receiver");
        assertThat(plan.roundTrips()).isEqualTo(2);
    }

    @Test
    void groupsOfOneEntityAndKeyAreReadAtOnceWhateverTheirDepth() {
        VectorPlan beside = plan(labels().join(account("balance"), Join.onPair("sender", "account_id"))
                .join(Query.of(RISKS, List.of("risk")), Join.onPair("sender", "account_id")));
        VectorPlan below = plan(labels().join(
                        account("balance").join(Query.of(RISKS, List.of("risk")), Join.on("account_id")),
                        Join.onPair("sender", "account_id")));

        assertThat(beside.roundTrips()).isEqualTo(1);
        assertThat(below.roundTrips()).isEqualTo(1);
        assertThat(below.levels()).hasSize(1);
    }

    @Test
    void aForeignKeyInARowTakesAnotherLevel() {
        VectorPlan plan = plan(labels().join(
                        account("balance").join(Query.of(BANKS, List.of("rating")), Join.on("bank_id")),
                        Join.onPair("sender", "account_id")));

        assertThat(plan.levels()).hasSize(2);
        assertThat(plan.toString()).contains("level 2: {banks=[rating]}");
    }

    @Test
    void groupsThatGiveNothingAreNotRead() {
        VectorPlan plan = plan(labels().join(account("balance"), Join.onPair("sender", "account_id"))
                .join(Query.of(BANKS, List.of()), Join.onPair("receiver", "bank_id")));

        assertThat(plan.lookups()).hasSize(1);
        assertThat(plan.servingKeys()).extracting(Field::name).containsExactly("sender");
        assertThat(plan.ignored()).contains("receiver");
    }

    @Test
    void keysOfOneNameMustBeOfOneType() {
        FeatureGroupSpec events = FeatureGroupSpec.builder("events", 1)
                .feature("e_id", DataType.LONG)
                .feature("account_id", DataType.LONG)
                .feature("bank_id", DataType.LONG)
                .feature("label", DataType.INT)
                .primaryKey("e_id")
                .build();
        FeatureGroupSpec people = FeatureGroupSpec.builder("people", 1)
                .feature("bank_id", DataType.STRING)
                .feature("account_id", DataType.LONG)
                .primaryKey("bank_id")
                .online()
                .build();
        Query query = Query.of(people, List.of("account_id"))
                .join(
                        Query.of(events, List.of("label")).join(Query.of(BANKS, List.of("rating")), Join.on("bank_id")),
                        Join.on("account_id"));
        FeatureViewSpec view =
                FeatureViewSpec.builder("odd", 1, query).labels("label").build();

        assertThatThrownBy(() -> VectorPlan.ofFeatures(view, List.of(Fixture.group(9, people), GROUPS.get(2))))
                .hasMessageContaining("'bank_id'")
                .hasMessageContaining("prefix")
                .extracting(error -> ((ShearwaterException) error).code())
                .isEqualTo(OnlineError.AMBIGUOUS_KEY);
    }
}
