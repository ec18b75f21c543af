package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.dedupe.DedupeOperation;
import io.kvkit.spring.idempotent.IdempotentOperation;
import io.kvkit.spring.operation.read.OperationSource;
import io.kvkit.spring.web.ClientAddress;
import io.kvkit.spring.web.ExchangeRules;
import io.kvkit.spring.web.HeldRequests;
import io.kvkit.spring.web.RecordedHeaders;
import java.util.List;
import java.util.function.Predicate;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.method.HandlerMethod;

/**
 * Auto-configuration of the filters and advices that record and replay responses and render problems.
 *
 * @since 0.1
 */
@AutoConfiguration(after = KvAutoConfiguration.class)
@ConditionalOnWebApplication
@Import({ProblemConfiguration.class, MvcConfiguration.class, WebFluxConfiguration.class, RouteConfiguration.class})
public final class KvWebAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    ClientAddress kvClientAddress(KvProperties properties) {
        var limits = properties.rateLimit();
        return new ClientAddress(limits.trustedProxies(), limits.forwardedHeader());
    }

    @Bean
    ExchangeRules kvExchangeRules(ClientAddress addresses, HeldRequests requests, KvProperties properties) {
        var idempotency = properties.idempotency();
        List<String> notRecorded = idempotency.notRecordedHeaders();
        return new ExchangeRules(
                addresses,
                requests,
                new RecordedHeaders(notRecorded == null ? RecordedHeaders.NOT_RECORDED : notRecorded),
                properties.rateLimit().headerRules(),
                idempotency.lifetimeHeader(),
                properties.web().cacheStatus().enabled());
    }

    @Bean
    HeldRequests kvHeldRequests(ObjectProvider<OperationSource> operations, KvProperties properties) {
        OperationSource source = operations.getIfAvailable();
        long limit = properties.idempotency().maxRequestSize().toBytes();
        return new HeldRequests(
                (handler, hasHeader) -> source != null && isCompared(source, handler, hasHeader),
                handler -> source != null && isReadAsSent(source, handler),
                limit);
    }

    private static boolean isReadAsSent(OperationSource source, HandlerMethod handler) {
        DedupeOperation operation =
                source.find(handler.getMethod(), handler.getBeanType()).only(DedupeOperation.class);
        return operation != null && operation.readsBody();
    }

    private static boolean isCompared(OperationSource source, HandlerMethod handler, Predicate<String> hasHeader) {
        IdempotentOperation operation =
                source.find(handler.getMethod(), handler.getBeanType()).only(IdempotentOperation.class);
        return operation != null && operation.compares(hasHeader);
    }
}
