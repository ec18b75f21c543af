package io.kvkit.sample;

import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.Cached;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** The plans of accounts. They are cached, because limits ask for them on each call. */
@Service
class Accounts {

    private final JdbcClient database;

    Accounts(JdbcClient database) {
        this.database = database;
    }

    /** Returns the plan of an account, which is free at first. */
    @Cached(name = "account-plans", key = "#account", ttl = "1m")
    public String planOf(String account) {
        return database.sql("select plan from account where name = ?")
                .param(account)
                .query(String.class)
                .optional()
                .orElse("free");
    }

    @CacheInvalidate(name = "account-plans", key = "#account")
    void changePlan(String account, String plan) {
        database.sql("merge into account (name, plan) values (?, ?)")
                .params(account, plan)
                .update();
    }
}
