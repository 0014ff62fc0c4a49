System.Console.WriteLine("to be written");
