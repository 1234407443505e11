package dev.portside.dapr.component;

/** How the backend stands in the metadata of some types of component. Stateless. */
interface EndpointGrammar {

  /** Finds the endpoints that the metadata names. Never throws, and never tells a value. */
  void read(Reading in);

  /** Returns the grammar of that name in {@code endpoints.txt}. */
  static EndpointGrammar named(String name) {
    return switch (name) {
      case "hostport", "list", "redis" -> new HostListGrammar();
      case "url", "urls" -> new UrlGrammar();
      case "rocketmq" -> new RocketMqGrammar();
      case "cloud" -> new CloudGrammar();
      case "postgres" -> new PostgresGrammar();
      case "mysql" -> new MySqlGrammar();
      case "mssql" -> new SqlServerGrammar();
      case "mongodb" -> new MongoDbGrammar();
      case "couchbase" -> new CouchbaseGrammar();
      case "oracle" -> new OracleGrammar();
      default -> throw new IllegalStateException("endpoints.txt: no grammar " + name);
    };
  }
}
