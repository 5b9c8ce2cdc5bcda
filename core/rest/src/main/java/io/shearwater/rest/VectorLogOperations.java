package io.shearwater.rest;

import static io.shearwater.rest.ViewOperations.VIEW;

import io.shearwater.api.VectorLog;
import io.shearwater.gate.Action;
import io.shearwater.wire.RefJson;
import java.util.List;

/** The logs of vectors that views served. */
final class VectorLogOperations {
    private VectorLogOperations() {}

    static List<Operation> list() {
        return List.of(
                Operation.of(
                                Verb.GET,
                                VIEW + "/vector-log",
                                Action.READ_VIEWS,
                                "The log of served vectors: its feature group, and how many are in it and on their way",
                                call -> state(log(call)))
                        .gives("VectorLog"),
                Operation.of(
                                Verb.POST,
                                VIEW + "/vector-log/flush",
                                Action.EDIT_TRAINING_DATA,
                                "Write what waits to be logged, and answer when it is written",
                                call -> {
                                    VectorLog log = log(call);
                                    log.flush();
                                    return state(log);
                                })
                        .gives("VectorLog"));
    }

    private static VectorLog log(Call call) {
        return ViewOperations.view(call).vectorLog();
    }

    private static Answer state(VectorLog log) {
        VectorLog.Counts counts = log.counts();
        var node = Json.object()
                .put("written", counts.written())
                .put("waiting", counts.waiting())
                .put("dropped", counts.dropped());
        node.set("group", RefJson.GROUPS.node(log.group().spec().ref()));
        return Answer.json(node);
    }
}
