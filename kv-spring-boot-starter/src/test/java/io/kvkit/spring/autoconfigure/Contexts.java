package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.autoconfigure.failure.BadValueFailureAnalyzer;
import io.kvkit.spring.autoconfigure.failure.KvConfigurationFailureAnalyzer;
import io.kvkit.spring.autoconfigure.failure.KvPropertyFailureAnalyzer;
import io.kvkit.spring.autoconfigure.failure.UnknownPropertyFailureAnalyzer;
import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Application contexts as the tests of this package need them. */
public final class Contexts {

    private static final AutoConfigurations OURS = AutoConfigurations.of(
            PropertyPlaceholderAutoConfiguration.class,
            KvAutoConfiguration.class,
            KvHealthAutoConfiguration.class,
            KvMetricsAutoConfiguration.class,
            KvOperationAutoConfiguration.class,
            KvWebAutoConfiguration.class);

    private static final List<FailureAnalyzer> ANALYZERS = List.of(
            new UnknownPropertyFailureAnalyzer(),
            new KvPropertyFailureAnalyzer(),
            new KvConfigurationFailureAnalyzer(),
            new BadValueFailureAnalyzer());

    private Contexts() {}

    /** Ours, with what Spring Boot usually brings. */
    public static ApplicationContextRunner runner() {
        return bare().withConfiguration(AutoConfigurations.of(
                AopAutoConfiguration.class, SslAutoConfiguration.class, DataRedisAutoConfiguration.class));
    }

    /** Ours alone. */
    public static ApplicationContextRunner bare() {
        return new ApplicationContextRunner().withConfiguration(OURS);
    }

    /** What the user reads when the context does not start with these properties: description and action. */
    public static String refusal(ApplicationContextRunner runner, String... properties) {
        StringBuilder text = new StringBuilder();
        runner.withPropertyValues(properties).run(context -> {
            Throwable failure = context.getStartupFailure();
            text.append(failure == null ? "started" : explained(failure));
        });
        return text.toString();
    }

    private static String explained(Throwable failure) {
        return ANALYZERS.stream()
                .map(analyzer -> analyzer.analyze(failure))
                .filter(analysis -> analysis != null)
                .map(Contexts::text)
                .findFirst()
                .orElseGet(() -> "not explained: " + failure);
    }

    private static String text(FailureAnalysis analysis) {
        return analysis.getDescription() + " " + analysis.getAction();
    }
}
