using Probatum.Bench;

return args switch
{
    ["bag-large", .. var rest] => BagBenchmarks.SealAndVerifyLarge(rest),
    ["bag-small", .. var rest] => BagBenchmarks.VerifyManySmall(rest),
    ["bag-verify", var bag] => BagBenchmarks.VerifyOne(bag),
    ["verify-start", .. var rest] => BagBenchmarks.VerifierStart(rest),
    _ => Unknown(),
};

static int Unknown()
{
    Console.Error.WriteLine("bench: bag-large [MIB FILES FOLDER], bag-small [FILES FOLDER], bag-verify BAG, verify-start VERIFIER DOSSIER");
    return 2;
}
