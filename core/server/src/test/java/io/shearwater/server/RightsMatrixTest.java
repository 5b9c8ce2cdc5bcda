package io.shearwater.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.access.Role;
import io.shearwater.gate.Action;
import io.shearwater.rest.RouteSummary;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every route with every role, with a stranger, and with nobody: the answer is what the table of rights says. */
@Tag("server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RightsMatrixTest {
    private ServedStore served;
    private final Map<Role, String> keys = new EnumMap<>(Role.class);
    private String stranger;

    @BeforeAll
    void start(@TempDir Path directory) {
        served = ServedStore.start(directory);
        assertThat(served.post("/api/v1/projects", "{\"name\": \"fraud\"}").status())
                .isEqualTo(201);
        // So that who may delete the project is let in and still does not.
        assertThat(served.post("/api/v1/projects/fraud/feature-groups", FirstRequestsTest.CARDS)
                        .status())
                .isEqualTo(201);
        for (Role role : Role.values()) {
            String name = role.name().toLowerCase(Locale.ROOT) + "@example.com";
            keys.put(role, served.newUser(name));
            assertThat(served.put(
                                    "/api/v1/projects/fraud/members/" + name,
                                    "{\"role\": \"" + role.name().toLowerCase(Locale.ROOT) + "\"}")
                            .status())
                    .isEqualTo(200);
        }
        stranger = served.newUser("stranger@example.com");
    }

    private String key(Role role) {
        return Objects.requireNonNull(keys.get(role));
    }

    @AfterAll
    void stop() {
        served.close();
    }

    @TestFactory
    List<DynamicTest> aRoleMayDoWhatTheTableSaysAndNothingElse() {
        return served.routes().stream()
                .filter(route -> route.action().level() == Action.Level.MEMBER)
                .flatMap(route -> keys.keySet().stream()
                        .map(role -> DynamicTest.dynamicTest(role + " " + route, () -> member(route, role))))
                .toList();
    }

    private void member(RouteSummary route, Role role) {
        int status = served.ask(key(role), route, "fraud").status();
        boolean may = role.allows(route.action().permission().orElseThrow());
        if (may) {
            assertThat(status).isNotIn(401, 403, 500);
        } else {
            assertThat(status).isEqualTo(403);
        }
    }

    @TestFactory
    List<DynamicTest> aStrangerIsToldTheSameOfAProjectThatIsThereAndOfOneThatIsNot() {
        return served.routes().stream()
                .filter(RightsMatrixTest::isForMembers)
                .map(route -> DynamicTest.dynamicTest(route.toString(), () -> {
                    ServedStore.Reply there = served.ask(stranger, route, "fraud");
                    ServedStore.Reply notThere = served.ask(stranger, route, "other");
                    assertThat(there.status()).isEqualTo(404);
                    assertThat(there.type()).isEqualTo("application/problem+json");
                    assertThat(withoutNames(there.body())).isEqualTo(withoutNames(notThere.body()));
                }))
                .toList();
    }

    private static String withoutNames(String body) {
        return body.replaceAll("urn:shearwater:request:[^\"]+", "")
                .replace("fraud", "?")
                .replace("other", "?");
    }

    @TestFactory
    List<DynamicTest> whoDoesNotSayWhoTheyAreGetsNothingThatIsNotOpen() {
        return served.routes().stream()
                .map(route -> DynamicTest.dynamicTest(route.toString(), () -> {
                    int status = served.ask("", route, "fraud").status();
                    if (route.action().level() == Action.Level.PUBLIC) {
                        assertThat(status).isEqualTo(200);
                    } else {
                        assertThat(status).isEqualTo(401);
                    }
                }))
                .toList();
    }

    @TestFactory
    List<DynamicTest> onlyAdministratorsManageTheServer() {
        return served.routes().stream()
                .filter(route -> route.action().level() == Action.Level.ADMINISTRATOR)
                .flatMap(route -> keys.keySet().stream()
                        .map(role -> DynamicTest.dynamicTest(
                                role + " " + route,
                                () -> assertThat(served.ask(key(role), route, "fraud")
                                                .status())
                                        .isEqualTo(403))))
                .toList();
    }

    private static boolean isForMembers(RouteSummary route) {
        return route.action().level() == Action.Level.MEMBER || route.action().level() == Action.Level.GRANTED;
    }

    @TestFactory
    List<DynamicTest> anAdministratorReadsNoProjectWithoutBeingAMember() {
        return served.routes().stream()
                .filter(RightsMatrixTest::isForMembers)
                .map(route -> DynamicTest.dynamicTest(
                        route.toString(),
                        () -> assertThat(served.ask(served.otherAdministrator(), route, "fraud")
                                        .status())
                                .isEqualTo(404)))
                .toList();
    }
}
