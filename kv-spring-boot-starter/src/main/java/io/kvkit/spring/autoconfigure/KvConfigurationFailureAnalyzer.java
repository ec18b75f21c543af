package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.operation.KvConfigurationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;

/** Explains a start that failed because of an annotation. */
final class KvConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<KvConfigurationException>
        implements Ordered {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, KvConfigurationException failure) {
        return new FailureAnalysis(String.valueOf(failure.getMessage()), failure.mend() + ".", failure);
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}
