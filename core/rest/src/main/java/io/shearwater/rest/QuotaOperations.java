package io.shearwater.rest;

import static io.shearwater.rest.Operations.PROJECT;
import static io.shearwater.rest.Operations.ROOT;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.access.Quota;
import io.shearwater.gate.Action;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** How much a project may have. */
final class QuotaOperations {
    private QuotaOperations() {}

    static List<Operation> list() {
        return List.of(
                Operation.of(
                                Verb.GET,
                                PROJECT + "/quotas",
                                Action.DESCRIBE_PROJECT,
                                "How much the project may have; what is not there is not bounded",
                                QuotaOperations::quotas)
                        .gives("Quotas"),
                Operation.of(
                                Verb.PUT,
                                ROOT + "/quotas/{project}/{quota}",
                                Action.CHANGE_QUOTAS,
                                "Bound what a project may have, or no longer",
                                QuotaOperations::put)
                        .takes("QuotaValue"));
    }

    private static Answer quotas(Call call) {
        ObjectNode node = Json.object();
        call.services()
                .quotas()
                .of(call.project())
                .forEach((quota, most) -> node.put(quota.name().toLowerCase(Locale.ROOT), most));
        return Answer.json(node);
    }

    private static Answer put(Call call) {
        var body = call.json();
        OptionalLong most =
                body.find("most").map(value -> OptionalLong.of(value.whole())).orElseGet(OptionalLong::empty);
        body.requireAllTaken();
        call.services().quotas().set(call.caller().require(), call.project(), quota(call.place("quota")), most);
        return Answer.done();
    }

    private static Quota quota(String name) {
        for (Quota quota : Quota.values()) {
            if (quota.name().toLowerCase(Locale.ROOT).equals(name)) {
                return quota;
            }
        }
        throw RestError.BAD_PARAMETER.because("There is no quota '" + Texts.shown(name)
                + "'; there are feature_groups, file_bytes, rows_per_day, deployments.");
    }
}
