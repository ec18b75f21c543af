package io.kvkit.spring.web;

/**
 * The rules for reading and answering requests.
 *
 * @param addresses determines the address of the client
 * @param requests decides which bodies are held
 * @param recorded decides which headers of a response are recorded
 * @param limitHeaders the headers in which responses report limits
 * @param lifetimeHeader whether responses report how long an idempotency key lives
 * @param cacheStatus whether responses report in {@code Cache-Status} where cached results came from
 */
public record ExchangeRules(
        ClientAddress addresses,
        HeldRequests requests,
        RecordedHeaders recorded,
        LimitHeaderRules limitHeaders,
        boolean lifetimeHeader,
        boolean cacheStatus) {}
