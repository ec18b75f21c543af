package io.kvkit.spring.autoconfigure.failure;

import io.kvkit.spring.KvConfigurationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;

/** Explains a startup failure because of an annotation. */
public final class KvConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<KvConfigurationException>
        implements Ordered {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, KvConfigurationException failure) {
        String mend = failure.mend() + ".";
        String message = String.valueOf(failure.getMessage());
        String description = message.endsWith(mend) ? message.substring(0, message.length() - mend.length()) : message;
        return new FailureAnalysis(description.strip(), mend, failure);
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}
