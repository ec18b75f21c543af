package io.kvkit.spring.web;

/**
 * The rules for reading and answering requests.
 *
 * @param addresses determines the address of the client
 * @param requests decides which bodies are held
 * @param recorded decides which headers of a response are recorded
 * @param limitHeaders whether responses report limits in {@code RateLimit} and {@code RateLimit-Policy}
 * @param lifetimeHeader whether responses report how long an idempotency key lives
 * @param cacheStatus whether responses report in {@code Cache-Status} where cached results came from
 */
public record ExchangeRules(
        ClientAddress addresses,
        HeldRequests requests,
        RecordedHeaders recorded,
        boolean limitHeaders,
        boolean lifetimeHeader,
        boolean cacheStatus) {}
