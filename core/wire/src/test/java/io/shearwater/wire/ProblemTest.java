package io.shearwater.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.learning.LearningError;
import io.shearwater.model.ErrorCode;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.ModelError;
import io.shearwater.model.ShearwaterException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTest {
    /** An error of a module that the other side need not have. */
    private enum OtherError implements ErrorCode {
        SPRUNG_A_LEAK;

        @Override
        public ErrorKind kind() {
            return ErrorKind.LIMITED;
        }
    }

    private static Problem crossed(Problem problem) {
        return ProblemJson.read(problem.status(), ProblemJson.write(problem));
    }

    @Test
    void its_json_is_that_of_rfc_9457() {
        Problem problem = Problem.of(ModelError.UNKNOWN_COLUMN.because("There is no column 'amuont'."))
                .withInstance("r-17")
                .withRetryAfter(Duration.ofMillis(1_001));

        assertThat(ProblemJson.write(problem))
                .isEqualTo("{\"type\":\"urn:shearwater:error:model:UNKNOWN_COLUMN\",\"title\":\"Unknown column\","
                        + "\"status\":400,\"detail\":\"There is no column 'amuont'.\",\"instance\":\"r-17\","
                        + "\"code\":\"UNKNOWN_COLUMN\",\"kind\":\"user\",\"retry_after\":2}");
        assertThat(crossed(problem)).isEqualTo(problem.withRetryAfter(Duration.ofSeconds(2)));
    }

    @Test
    void a_code_that_both_sides_have_is_the_same_even_where_two_modules_have_its_name() {
        for (ErrorCode code : new ErrorCode[] {ModelError.BAD_DEFINITION, LearningError.BAD_DEFINITION}) {
            ShearwaterException back =
                    crossed(Problem.of(new ShearwaterException(code, "Why."))).toException();
            assertThat(back.code()).isSameAs(code);
            assertThat(back).hasMessage("Why.");
        }
    }

    @Test
    void a_code_that_one_side_lacks_keeps_its_name_and_kind_however_often_it_is_passed_on() {
        Problem first = Problem.of(new ShearwaterException(OtherError.SPRUNG_A_LEAK, "Bail."));
        Problem second = crossed(Problem.of(crossed(first).toException()));

        assertThat(second).isEqualTo(first);
        assertThat(second.toException().code().name()).isEqualTo("SPRUNG_A_LEAK");
        assertThat(second.toException().kind()).isEqualTo(ErrorKind.LIMITED);
    }

    @ParameterizedTest
    @EnumSource(ErrorKind.class)
    void each_kind_has_a_status_of_its_own(ErrorKind kind) {
        assertThat(ErrorStatus.of(kind).kind()).isEqualTo(kind);
        assertThat(ErrorStatus.ofHttp(ErrorStatus.of(kind).http()).kind()).isEqualTo(kind);
    }

    @Test
    void answers_of_others_say_what_their_status_means() {
        Problem proxy = ProblemJson.read(502, "<html>Bad Gateway</html>");
        assertThat(proxy.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
        assertThat(proxy.detail()).isEqualTo("The server answered with the status 502: <html>Bad Gateway</html>");
        assertThat(ProblemJson.read(413, "").toException())
                .hasMessage("The server answered with the status 413.")
                .extracting(ShearwaterException::kind)
                .isEqualTo(ErrorKind.USER);
        assertThat(ProblemJson.read(404, "[1, 2").kind()).isEqualTo(ErrorKind.NOT_FOUND);
        assertThat(ProblemJson.read(503, "{\"type\": \"about:blank\"}").code()).isEqualTo("STATUS_503");
    }
}
