package io.shearwater.rest;

import io.shearwater.gate.Action;
import io.shearwater.gate.Action.Effect;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What changes with an {@code Idempotency-Key} answered, so that a request that was sent again is answered again instead of being done
 * twice, also while the first still runs. The newest are kept, in memory: of those of a process that ended nothing is known. Inserts
 * do not come here: their keys are kept with their commits. Thread-safe.
 */
final class Replays {
    private static final int MOST = 10_000;
    private static final int LONGEST_KEY = 255;
    /** Their keys are kept with the rows; and secrets are shown once. */
    private static final Set<Action> OTHERS =
            Set.of(Action.INSERT_ROWS, Action.CHANGE_KEYS, Action.CHANGE_SECRETS, Action.CHANGE_OWN_SECRETS);

    private final Map<Asked, First> firsts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Asked, First> eldest) {
            return size() > MOST;
        }
    };

    /** Whose key it is. */
    private record Asked(String who, String project, String key) {}

    /** The first request with a key. */
    private record First(String what, CompletableFuture<Answer> answer) {}

    /**
     * The answer of the first request with the key of a call, which is this one if there was none; one that failed does not count.
     *
     * @param what the method and path of the call
     * @throws io.shearwater.model.ShearwaterException BAD_PARAMETER for a key of something else
     */
    Answer once(Call call, String what, Action action, Supplier<Answer> work) {
        String key = call.header("Idempotency-Key").orElse("");
        if (key.isEmpty() || action.effect() != Effect.CHANGES || OTHERS.contains(action)) {
            return work.get();
        }
        if (key.length() > LONGEST_KEY) {
            throw RestError.BAD_PARAMETER.because(
                    "The Idempotency-Key has " + key.length() + " characters; " + LONGEST_KEY + " are the most.");
        }
        Asked asked = new Asked(
                call.caller().require().principal().text(), call.places().getOrDefault("project", ""), key);
        First own = new First(what, new CompletableFuture<>());
        First first;
        synchronized (firsts) {
            first = firsts.putIfAbsent(asked, own);
        }
        return first == null ? first(asked, own, work) : again(first, what, key, work);
    }

    private Answer first(Asked asked, First own, Supplier<Answer> work) {
        boolean kept = false;
        try {
            Answer answer = work.get();
            kept = isKept(answer);
            own.answer.complete(answer);
            return answer;
        } finally {
            if (!kept) {
                synchronized (firsts) {
                    firsts.remove(asked, own);
                }
                own.answer.cancel(false);
            }
        }
    }

    /** What is written as it is made is there once. */
    private static boolean isKept(Answer answer) {
        return answer instanceof Answer.Json || answer instanceof Answer.Done || answer instanceof Answer.Text;
    }

    private Answer again(First first, String what, String key, Supplier<Answer> work) {
        if (!first.what.equals(what)) {
            throw RestError.BAD_PARAMETER.because("The Idempotency-Key '" + Texts.shown(key) + "' was that of "
                    + first.what + "; take another one for " + what + ".");
        }
        Answer answer = first.answer.exceptionally(failed -> null).join();
        return answer != null && isKept(answer) ? answer : work.get();
    }
}
