package io.kvkit.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.kvkit.annotation.Idempotent;
import io.kvkit.spring.operation.OperationRegistry;
import io.kvkit.spring.operation.read.OperationSource;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.task.TaskDecorator;

/** What is said in the log about principals that other threads do not know. */
@Tag("slow")
class PrincipalDoubtTest {

    private final ApplicationContextRunner runner = Contexts.runner().withPropertyValues("kv.store=memory");

    static class Stages {

        @Idempotent(name = "later", key = "#id", scope = "PRINCIPAL")
        public CompletableFuture<String> later(String id) {
            return CompletableFuture.completedFuture("");
        }

        @Idempotent(name = "now", key = "#id", scope = "PRINCIPAL")
        public String now(String id) {
            return "";
        }
    }

    @ParameterizedTest
    @CsvSource({"true, false, 1", "true, true, 0", "false, false, 0"})
    void principalThatAnotherThreadDoesNotKnowIsTold(boolean security, boolean carried, int lines) {
        OperationSource source = new OperationSource(Areas.unset(), text -> text, null);
        source.validate(Stages.class);
        OperationRegistry registry = source.registry();
        try (LogCapture log = new LogCapture()) {
            new PrincipalCheck(security, carried).run(registry);
            assertThat(log.ours(Level.WARN))
                    .hasSize(lines)
                    .allMatch(line -> line.contains(".later(String)") && !line.contains(".now("));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void decoratorThatCarriesWhatAThreadHoldsIsSeen(boolean decorated) {
        ApplicationContextRunner application =
                decorated ? runner.withBean(TaskDecorator.class, () -> task -> task) : runner;
        application.run(context -> assertThat(
                        PrincipalCheck.of(context.getSourceApplicationContext()).carried())
                .isEqualTo(decorated));
    }
}
