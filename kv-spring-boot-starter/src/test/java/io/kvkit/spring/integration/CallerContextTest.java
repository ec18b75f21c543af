package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.Cached;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import io.kvkit.tck.TestRedis;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.task.TaskDecorator;

/** What a thread holds, where a call goes on on another one because the store is remote. */
class CallerContextTest {

    static class Traced {

        @Cached(name = "traced", key = "#id")
        public CompletableFuture<String> trace(String id) {
            return CompletableFuture.completedFuture("trace " + MDC.get("trace"));
        }

        @Cached(name = "timed", key = "#id", hardTimeout = "60s")
        public String timed(String id) {
            return "trace " + MDC.get("trace") + " on " + Thread.currentThread().getName();
        }
    }

    @Test
    void taskDecoratorsHandOnWhatTheCallersThreadHolds() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        AopAutoConfiguration.class,
                        TaskExecutionAutoConfiguration.class,
                        KvAutoConfiguration.class,
                        KvOperationAutoConfiguration.class))
                .withPropertyValues(
                        "kv.redis.uri=" + TestRedis.uri(),
                        "kv.redis.timeout=20s",
                        "kv.rate-limit.timeout=20s",
                        "kv.key-prefix=" + UUID.randomUUID())
                .withBean(TaskDecorator.class, () -> CallerContextTest::withTrace)
                .withBean(Traced.class)
                .run(context -> {
                    MDC.put("trace", "17");
                    try {
                        assertThat(context.getBean(Traced.class).trace("a").get(60, TimeUnit.SECONDS))
                                .isEqualTo("trace 17");
                        assertThat(context.getBean(Traced.class).timed("a")).startsWith("trace 17 on task-");
                    } finally {
                        MDC.remove("trace");
                    }
                });
    }

    private static Runnable withTrace(Runnable task) {
        String trace = MDC.get("trace");
        return () -> {
            String before = MDC.get("trace");
            MDC.put("trace", trace);
            try {
                task.run();
            } finally {
                MDC.put("trace", before);
            }
        };
    }
}
