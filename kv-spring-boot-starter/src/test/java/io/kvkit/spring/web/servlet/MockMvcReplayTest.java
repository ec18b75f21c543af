package io.kvkit.spring.web.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.spring.autoconfigure.Areas;
import io.kvkit.spring.web.Facts;
import io.kvkit.spring.web.KvProblems;
import io.kvkit.spring.web.LimitHeaderRules;
import io.kvkit.spring.web.ProblemRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

class MockMvcReplayTest {

    private final ServletTestApp app = new ServletTestApp();
    private final MockMvc mvc = MockMvcBuilders.standaloneSetup(app)
            .setControllerAdvice(
                    new KvServletProblemAdvice(new KvProblems(
                            new ProblemRules(KvProblems.DEFAULT_TYPE_BASE, null, new LimitHeaderRules(true, false)),
                            Areas.ALL)),
                    new ServletTestApp.CatchAll())
            .addFilters(new KvServletFilter(Facts.RULES))
            .build();

    @ParameterizedTest
    @ValueSource(strings = {"json", "entity", "text", "status-exception", "handled", "writer", "no-content"})
    void firstAnswerIsRecordedWithoutAnErrorDispatch(String shape) throws Exception {
        MockHttpServletResponse first = post(shape);
        assertThat(app.guard.recorded(shape).status()).isEqualTo(first.getStatus());
        assertThat(app.guard.recorded(shape).body()).isEqualTo(first.getContentAsByteArray());
    }

    @Test
    void replayIsWrittenEvenIfNobodyResolvesIt() throws Exception {
        MockHttpServletResponse first = post("json");
        MockHttpServletResponse replay = post("json");
        assertThat(replay.getStatus()).isEqualTo(first.getStatus());
        assertThat(replay.getContentAsByteArray()).isEqualTo(first.getContentAsByteArray());
        assertThat(replay.getContentType()).isEqualTo(first.getContentType());
        assertThat(app.guard.executions("json")).isEqualTo(1);
    }

    private MockHttpServletResponse post(String shape) throws Exception {
        return mvc.perform(MockMvcRequestBuilders.post("/" + shape).header("Idempotency-Key", shape))
                .andReturn()
                .getResponse();
    }
}
